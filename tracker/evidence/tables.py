"""The tables of read files, kept so that a plan can be made of them without reading the file again."""

import json
import zlib

from bson.binary import Binary
from pymongo import ReplaceOne

from ingest.document import Document, Table, table_from_dict, table_to_dict
from tracker.evidence.models import FileTable, StoredFile

LEVEL = 6  # of the compression


async def keep_tables(file: StoredFile, document: Document) -> None:
    """Write the tables of a file; those of an earlier reading that are no more go."""
    kept = FileTable.get_pymongo_collection()
    for number, table in enumerate(document.tables):
        content = zlib.compress(json.dumps(table_to_dict(table), ensure_ascii=False).encode(), LEVEL)
        fields = {
            "_id": f"{file.id}:{number}",
            "instansi": file.instansi,
            "file_id": file.id,
            "number": number,
            "content": Binary(content),
        }
        await kept.bulk_write([ReplaceOne({"_id": fields["_id"]}, fields, upsert=True)])
    gone = {"instansi": file.instansi, "file_id": file.id, "number": {"$gte": len(document.tables)}}
    await kept.delete_many(gone)


async def tables_of(file: StoredFile) -> list[Table]:
    """The tables of a read file, in its order."""
    where = {"instansi": file.instansi, "file_id": file.id}
    found = await FileTable.get_pymongo_collection().find(where).sort("number", 1).to_list()
    return [table_from_dict(json.loads(zlib.decompress(row["content"]))) for row in found]

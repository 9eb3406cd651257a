"""The dossier of a report: everything that it stands on, as one PDF or as a ZIP with the originals."""

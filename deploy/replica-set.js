// Run by mongosh on mongo1: makes the replica set and the user of Renaksi, whichever is missing.
const read = (name) => require("fs").readFileSync(`/run/secrets/${name}`, "utf8").trim();
const members = ["mongo1", "mongo2", "mongo3"];

function isInitiated() {
  try {
    return rs.status().ok === 1;
  } catch (error) {
    if (error.codeName === "NotYetInitialized") return false;
    throw error;
  }
}

if (!isInitiated()) {
  rs.initiate({ _id: "renaksi", members: members.map((host, _id) => ({ _id, host: `${host}:27017` })) });
}

// The user is made on whichever member is primary; the driver waits for one.
const root = `root:${read("mongodb_root_password")}`;
const admin = connect(`mongodb://${root}@${members.join(",")}/admin?replicaSet=renaksi&authSource=admin`);
if (!admin.getUser("renaksi")) {
  admin.createUser({
    user: "renaksi",
    pwd: read("mongodb_password"),
    roles: [{ role: "readWrite", db: "renaksi" }],
  });
}
print("The replica set and its user are there.");

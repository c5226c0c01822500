// A server that says nothing more, and one that has lost the folder.
import "./sftp.test.js";

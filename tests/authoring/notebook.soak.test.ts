// Versions, drafts and windows of every kind.
import "./notebook.test.js";

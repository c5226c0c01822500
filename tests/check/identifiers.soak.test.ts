// Identifiers of any kind.
import "./identifiers.test.js";

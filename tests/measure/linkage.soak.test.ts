// What comes from one source, and what is joined to others.
import "./linkage.test.js";

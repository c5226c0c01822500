// Links to open data that are not there, too.
import "./site-links.test.js";

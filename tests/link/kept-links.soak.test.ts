// Stores that keep their links, through other refreshes each time.
import "./kept-links.test.js";

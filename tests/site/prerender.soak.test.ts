// Once more, with the same bytes.
import "./prerender.test.js";

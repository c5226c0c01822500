// And its cards' words and links.
import "./public-download.test.js";

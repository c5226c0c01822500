// All that one does on the home page.
import "./home.test.js";

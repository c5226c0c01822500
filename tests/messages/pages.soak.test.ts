// In all languages.
import "./pages.test.js";

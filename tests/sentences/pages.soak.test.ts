// Every page's controls in combinations of their choices, others each time.
import "./pages.test.js";

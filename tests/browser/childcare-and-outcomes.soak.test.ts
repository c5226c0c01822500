// Other questions to the page of childcare and outcomes.
import "./childcare-and-outcomes.test.js";

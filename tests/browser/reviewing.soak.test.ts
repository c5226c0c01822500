// From an approval on to what is published, and the review on a narrow screen.
import "./reviewing.test.js";

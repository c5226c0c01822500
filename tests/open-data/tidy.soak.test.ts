// Open data of the published files alone.
import "./tidy.test.js";

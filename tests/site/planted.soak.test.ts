// What is planted in a public site, spelt in each way.
import "./planted.test.js";

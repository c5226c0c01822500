// Pages of every kind, and every page of the public site in every language.
import "./weight.test.js";

// Each way in which records of two sources, twins and families are alike.
import "./link.test.js";

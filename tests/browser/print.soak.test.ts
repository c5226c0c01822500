// Paper, and a question in reach on a telephone.
import "./print.test.js";

// What a page for stock Framework is told of its mistakes.
import "./ordinary.test.js";

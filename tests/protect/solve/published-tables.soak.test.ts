// Groups that overlap.
import "./published-tables.test.js";

// Places per child, and areas that only have a name.
import "./geography.test.js";

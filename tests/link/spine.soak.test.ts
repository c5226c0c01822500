// Sources that go, columns that hide link's own, and no directory of postcodes.
import "./spine.test.js";

// The page's own tests: importing them declares them here.
import '#examples/docs/guides/testing-your-app/app.test.ts'
import '#examples/docs/guides/testing-your-app/outage.test.ts'

// Property tests draw the same sample each time in `npm test`, so that a run says something of the change at hand;
// `npm run test:long` draws new ones.
import fc from 'fast-check'

if (!import.meta.env.LONG) fc.configureGlobal({ seed: 1 })

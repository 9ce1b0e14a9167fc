import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
		reporters: ['default', './test/helpers/count-reporter.ts'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		// Two workers on two cores: more only makes the pseudo-terminal tests wait for each other.
		maxWorkers: 2,
	},
});

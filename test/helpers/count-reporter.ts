import type {Reporter, TestModule} from 'vitest/node';

/** Ends a run with `N passed, N failed` on a line of its own, for machines. */
export default class CountReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		let [passed, failed, skipped] = [0, errors.length, 0];
		for (const testModule of modules) {
			// A file that cannot be loaded has no tests that could fail.
			if (testModule.state() === 'failed' && [...testModule.children.allTests()].length === 0) failed++;
			for (const test of testModule.children.allTests()) {
				const {state} = test.result();
				if (state === 'passed') passed++;
				else if (state === 'failed') failed++;
				else skipped++;
			}
		}
		process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
	}
}

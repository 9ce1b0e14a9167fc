import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {defineConfig} from 'vitest/config';
import {openRunFolder} from './test/helpers/run-folder.ts';
import {WaitersFirst} from './test/helpers/waiters-first.ts';

const files = ['test/**/*.test.ts', 'test/**/*.test.tsx'];

/** Where others have loaded a module before, its replacement counts for nothing, and where not, for the files after it. */
const replacing = globSync(files, {cwd: import.meta.dirname}).filter(file =>
	readFileSync(path.join(import.meta.dirname, file), 'utf8').includes('vi.mock('),
);

/** What starts the program, measures this process or replaces a module: a process of its own for each file. The others share theirs. */
const alone = [
	'test/e2e/**/*.test.ts',
	'test/package.test.ts',
	'test/commands/process/small-heap.test.ts',
	'test/peer/library/real-rfcs.test.ts',
	...replacing.map(file => file.replaceAll(path.sep, '/')),
];

openRunFolder();
// As the program is built: React's other form checks each element that is made, which takes longer than to draw it.
process.env.NODE_ENV = 'production';
// Threads are started from source by the hundred: each would strip the types of its modules anew.
process.env.NODE_COMPILE_CACHE = path.join(import.meta.dirname, 'node_modules/.cache/tests');

export default defineConfig({
	test: {
		setupFiles: ['./test/helpers/equal-bytes.ts'],
		reporters: ['default', './test/helpers/count-reporter.ts'],
		// Twenty times what the slowest of them takes that only computes.
		testTimeout: 120_000,
		hookTimeout: 120_000,
		// The second that is the default is not enough for a busy machine.
		expect: {poll: {timeout: 30_000}},
		// On two cores: two of four mostly wait, for a pseudo-terminal or for real time.
		maxWorkers: 4,
		// Cases at the same time in groups that are for it: they wait for seconds.
		maxConcurrency: 10,
		sequence: {sequencer: WaitersFirst},
		projects: [
			{extends: true, test: {name: 'alone', include: alone}},
			{
				extends: true,
				test: {name: 'together', include: files, exclude: alone, isolate: false},
			},
		],
	},
});

import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** Parts of the paths of test files that are slow whatever their size, slowest first: they wait for timeouts. */
const waiters = [
	'/conformance/real-time',
	'/e2e/get-',
	'/e2e/keys.',
	'/e2e/hostile-',
	'/e2e/commands.',
	'/e2e/kill.',
	'/e2e/whole-',
	'/e2e/',
	'/conformance/',
	'/peer/',
];

/** Starts slow files first, so that no worker is left with one at the end; the others go by size or last duration. */
export class WaitersFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		return sorted.toSorted((one, other) => rank(one) - rank(other));
	}
}

function rank({moduleId}: TestSpecification): number {
	const found = waiters.findIndex(part => moduleId.includes(part));
	return found === -1 ? waiters.length : found;
}

/** What is published, and what it runs on. */
import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {describe, expect, it} from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const run = promisify(execFile);

describe('the package', () => {
	it('contains what users need, and nothing else', async () => {
		// Through a shell where npm is a script that Windows cannot start by itself.
		const {stdout} = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
			cwd: root,
			shell: process.platform === 'win32',
		});
		const answer: unknown = JSON.parse(stdout);
		const [packed] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as [{files: {path: string}[]}];
		const names = packed.files.map(file => file.path);
		for (const needed of [
			'bin/p2pci.js',
			'dist/cli.js',
			'rfcs/rfc900001.txt',
			'LICENSE',
			'README.md',
			'package.json',
		]) {
			expect(names).toContain(needed);
		}
		const wanted =
			/^(?:bin\/p2pci\.js|dist\/[\w/-]+\.(?:js|d\.ts)|rfcs\/rfc\d+\.txt|LICENSE|README\.md|CHANGELOG\.md|package\.json)$/;
		expect(names.filter(name => !wanted.test(name))).toEqual([]);
	});

	it('locks its dependencies without naming where they were fetched', () => {
		expect(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/);
	});
});

it('tests run on the Node.js that the checkout brings', () => {
	expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

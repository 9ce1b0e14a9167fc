/** Folders of a benchmark. */
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {atExit} from '../test/helpers/at-exit.ts';

/** A new folder, removed with its contents when the benchmark ends. Servers of another user may read it. */
export function benchFolder(name: string, parent: string = tmpdir()): string {
	const folder = mkdtempSync(path.join(parent, `p2pci-bench-${name}-`));
	chmodSync(folder, 0o755);
	atExit(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5}));
	return folder;
}

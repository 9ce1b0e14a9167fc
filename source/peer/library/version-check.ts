import type {Failure} from '../../text/failures.ts';
import {sameBytes} from '../disk/safe-file.ts';
import type {FoundFile} from './folder.ts';

/** Warns when two files of one number differ, once for each version of the pair. */
export class VersionCheck {
	readonly #warn: (failure: Failure) => void;
	readonly #checked = new Set<string>();

	constructor(warn: (failure: Failure) => void) {
		this.#warn = warn;
	}

	/** Compares the files. Never rejects. */
	async check(found: FoundFile, other: FoundFile): Promise<void> {
		const pair = [found, other].map(({path, bytes, modified}) => `${path} ${bytes} ${modified}`).join('\n');
		if (this.#checked.has(pair)) return;
		this.#checked.add(pair);
		try {
			if (await sameBytes(found.path, other.path)) return;
			this.#warn({kind: 'two-versions', rfc: found.rfc, file: found.path, other: other.path});
		} catch {
			// One of them is gone, which its folder reports.
		}
	}
}

/**
 * Remembers that nothing could be saved in a folder, so that documents are not downloaded in vain. Pure: times are
 * passed in.
 */
import path from 'node:path';
import {fileNameOf} from '../../rfc/file-name.ts';
import type {Failure} from '../../text/failures.ts';
import {isUnsaved, type Unsaved} from '../../text/together.ts';

/** How long a failure is remembered, in milliseconds. */
const lastsMs = 5000;

export class FolderTrouble {
	#last: {readonly failure: Unsaved; readonly until: number} | undefined;

	/** Records that a document could not be saved. */
	note(failure: Failure, now: number): void {
		if (isOfFolder(failure)) this.#last = {failure, until: now + lastsMs};
	}

	/** Somebody may have seen to it. */
	forget(): void {
		this.#last = undefined;
	}

	/** Why this document could not be saved either; undefined when there is no reason to think so. */
	of(rfc: number, now: number): Failure | undefined {
		if (!this.#last || now > this.#last.until) return undefined;
		const {failure} = this.#last;
		if (failure.kind !== 'write-failed') return {...failure, rfc};
		return {...failure, rfc, file: path.join(path.dirname(failure.file), fileNameOf(rfc))};
	}
}

/** Whether any document would fail alike, until somebody sees to the folder or its disk. */
export const isOfFolder = (failure: Failure): failure is Unsaved =>
	isUnsaved(failure) && (failure.kind !== 'write-failed' || failure.wholeFolder === true);

/** Merges failures of many documents with the same reason: a full disk is reported once, not for each document. */
import type {Failure} from './failures.ts';

/** The failures in order; failures to save a document for the same reason become one that counts the others. */
export function together(failures: Iterable<Failure>): readonly Failure[] {
	const told: Failure[] = [];
	/** The index of the merged failure for each reason. */
	const places = new Map<string, number>();
	for (const failure of failures) {
		const reason = reasonToSave(failure);
		const place = reason === undefined ? undefined : places.get(reason);
		const first = place === undefined ? undefined : told[place];
		if (place !== undefined && isUnsaved(first)) {
			told[place] = {...first, others: (first.others ?? 0) + 1};
			continue;
		}
		if (reason !== undefined) places.set(reason, told.length);
		told.push(failure);
	}
	return told;
}

function reasonToSave(failure: Failure): string | undefined {
	if (!isUnsaved(failure)) return undefined;
	return `${failure.kind} ${failure.kind === 'write-failed' ? failure.reason : failure.folder}`;
}

/** Failures to save a document. */
export type Unsaved = Extract<Failure, {readonly kind: 'disk-full' | 'folder-gone' | 'write-failed'}>;

/** Whether a document had come and could not be saved. */
export const isUnsaved = (failure: Failure | undefined): failure is Unsaved =>
	failure?.kind === 'disk-full' || failure?.kind === 'folder-gone' || failure?.kind === 'write-failed';

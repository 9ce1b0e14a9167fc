/** What went wrong with a download in P2P-CI/1.0, as a failure that can be shown to a person. */
import type {DownloadEnd} from '../protocol/classic-download.ts';
import type {TransferFailure} from '../text/transfer-failures.ts';

export type ClassicSource = {
	readonly rfc: number;
	/** The holder's name, for messages. */
	readonly from: string;
	readonly address: string;
	readonly port: number;
};

/** `answered`: whether any bytes arrived. */
export function failureOf(
	end: Exclude<DownloadEnd, {kind: 'complete'}>,
	{rfc, from}: ClassicSource,
	answered: boolean,
): TransferFailure {
	if (end.kind === 'incomplete') {
		const {received, total} = end;
		return {kind: 'closed-early', rfc, from, received, ...(total === undefined ? {} : {total})};
	}
	if (end.kind === 'refused') {
		const {code, phrase} = end;
		return code === 404 ? {kind: 'peer-lacks', rfc, from} : {kind: 'other-status', rfc, from, code, phrase};
	}
	if (!answered) return {kind: 'closed-early', rfc, from, received: 0};
	return {kind: 'garbage-answer', rfc, from, reason: end.reason};
}

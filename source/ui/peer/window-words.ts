/** What a person sees of a peer while looking elsewhere: the window title, and notifications. Pure. */
import type {Download, PeerFacts} from '../../peer/peer-state.ts';
import {printable} from '../../text/printable.ts';
import {bytes} from '../../text/quantity.ts';
import {sourceWords} from '../panes/transfer-words.ts';

/** A transfer that took longer is worth a notification when it ends. */
const longMs = 10_000;

/** `p2pci bob: 2 running 43%`; without transfers `p2pci peer bob`. */
export function windowTitle({name, downloads, uploads}: PeerFacts): string {
	const down = downloads.flatMap(({state}) =>
		state.kind === 'running' ? [{part: state.received, whole: state.total ?? 0}] : [],
	);
	const up = uploads.flatMap(({state, sent, total, whole = total}) =>
		state === 'running' ? [{part: sent, whole}] : [],
	);
	const moving = [...down, ...up];
	if (moving.length === 0) return `p2pci peer ${printable(name)}`;
	const whole = moving.reduce((sum, each) => sum + each.whole, 0);
	const part = moving.reduce((sum, each) => sum + each.part, 0);
	const share = whole === 0 ? '' : ` ${Math.min(99, Math.floor((100 * part) / whole))}%`;
	return `p2pci ${printable(name)}: ${moving.length} running${share}`;
}

function endOf(download: Download): string | undefined {
	const {rfc, state} = download;
	if (state.kind === 'done') return `RFC ${rfc} is here, ${bytes(state.bytes)} from ${sourceWords(download)}`;
	if (state.kind === 'failed') return `RFC ${rfc} did not come`;
	return state.kind === 'differs' ? `RFC ${rfc} differs from your file` : undefined;
}

/** The text about long downloads that ended since `before`, at `now` (milliseconds since the epoch). */
export function longEnds(before: PeerFacts, facts: PeerFacts, now: number): string | undefined {
	if (before === facts) return undefined;
	const known = new Map(before.downloads.map(({id, state}) => [id, state.kind]));
	const ends = facts.downloads.flatMap(download => {
		const was = known.get(download.id);
		const isNews = was !== undefined && was !== download.state.kind && now - download.started >= longMs;
		return (isNews ? endOf(download) : undefined) ?? [];
	});
	const [first] = ends;
	return ends.length > 1 ? `${first}, and ${ends.length - 1} more ended` : first;
}

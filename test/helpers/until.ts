import type {Peer} from '../../source/peer/peer.ts';
import type {Download, PeerFacts} from '../../source/peer/peer-state.ts';

/** Long enough for a busy machine. */
const patienceMs = 30_000;

/**
 * The first result of `find` that is not undefined; polled every few milliseconds, and less often the longer it takes,
 * since it may ask a program. Throws when that takes too long.
 */
export async function until<Found>(
	find: () => Found | undefined | false | Promise<Found | undefined | false>,
): Promise<Found> {
	const start = performance.now();
	for (;;) {
		const found = await find();
		if (found !== undefined && found !== false) return found;
		const waited = performance.now() - start;
		if (waited > patienceMs) throw new Error(`waited ${patienceMs} ms in vain for: ${find}`);
		await new Promise(resolve => setTimeout(resolve, Math.min(5 + waited / 20, 50)));
	}
}

/** Resolves once the facts of a peer are as wanted. Checks at every change. */
export function untilFacts(peer: Peer, wanted: (facts: PeerFacts) => boolean): Promise<PeerFacts> {
	return new Promise((resolve, reject) => {
		const settle = (done: () => void) => {
			clearTimeout(timer);
			stop();
			done();
		};
		const look = () => {
			const facts = peer.facts();
			if (wanted(facts)) settle(() => resolve(facts));
		};
		const timer = setTimeout(
			() => settle(() => reject(new Error(`waited in vain for ${wanted}; the facts: ${JSON.stringify(peer.facts())}`))),
			patienceMs,
		);
		const stop = peer.subscribe(look);
		look();
	});
}

/** A download once it makes no more progress by itself. */
export async function downloaded(peer: Peer, id: number): Promise<Download> {
	const isOver = ({state: {kind}}: Download) =>
		!['queued', 'connecting', 'running', 'waiting', 'verifying'].includes(kind);
	const facts = await untilFacts(peer, ({downloads}) => downloads.some(each => each.id === id && isOver(each)));
	const found = facts.downloads.find(each => each.id === id);
	if (!found) throw new Error(`no download ${id}`);
	return found;
}

/** Requests to the index, with the sentences during and after each. */
import type {RfcRecord} from '../../protocol/message.ts';
import {factOf, sentence} from '../../text/failures.ts';
import {isOwn} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {keyAtStart, keyOf} from '../keys.ts';
import {undecidedWords} from '../news.ts';
import {isAmbiguous, versionKeys, versionSentence, versionsOf} from '../panes/versions.ts';
import {type Said, say, sentenceOf, withKeys} from '../said.ts';
import {neverShared} from '../standing-words.ts';
import {type Ground, type LibraryTasks, libraryTasks} from './library-tasks.ts';
import type {Answer} from './peer-view.ts';
import {askedWords, bestHolder, getFrom} from './results.ts';

export type PeerTasks = LibraryTasks & {
	lookup(rfc: number): void;
	list(): void;
	/** Looks the RFC up and downloads it from the first holder that is not this peer. */
	find(rfc: number): void;
	get(record: RfcRecord): void;
	/** Downloads an RFC from the best holder, or from the one that the person then chooses. */
	getBest(rfc: number, records: readonly RfcRecord[]): void;
	/** Shows the holders of an RFC in the list. */
	lookInto(rfc: number, records: readonly RfcRecord[]): void;
};

/** That nobody has an RFC, and what a person can do about it. */
function nobodyWords(fact: string, isWanted: boolean): Said {
	if (isWanted) return say(`${fact} It is on your wanted list, and comes as soon as somebody shares it.`, 'busy');
	const keys = `${keyOf('want', 'results')} puts it on your wanted list and gets it as soon as somebody shares it.`;
	return withKeys(say(fact, 'busy'), 'search', keys);
}

const counts = (records: readonly RfcRecord[]): string =>
	records.length === 1 ? printable(records[0]?.host ?? '') : counted(records.length, 'peer');

/** The introduction of a list of holders: they have different files, or there is one to get. */
function holdersWords(
	rfc: number,
	records: readonly RfcRecord[],
	isHere: boolean,
): {readonly text: string; readonly keys: string} {
	const versions = versionsOf(records);
	if (isAmbiguous(versions)) return {text: versionSentence(rfc, versions), keys: versionKeys(versions)};
	const isSame = records.length > 1 && records.every(({digest}) => digest !== undefined);
	const from = `gets it from the one under the cursor${isSame ? ', or from another with the same bytes' : ''}`;
	const next = isHere ? 'reads yours' : from;
	return {
		text: `The index server says who has RFC ${rfc}: ${counts(records)}.`,
		keys: `${keyAtStart('open', 'results')} ${next}.`,
	};
}

/** Each tells its outcome, failures too, in a sentence on the screen. */
export function peerTasks({peer, tasks, dispatch}: Ground): PeerTasks {
	const server = (): string => printable(peer.facts().server);
	const tell = (text: string): void => dispatch({type: 'say', said: say(text)});
	const failed = (error: unknown): void => dispatch({type: 'say', said: say(sentenceOf(error), 'bad')});
	const isMine = (record: RfcRecord): boolean => isOwn(peer.facts())(record);
	const get = (record: RfcRecord): void => {
		const known = getFrom(peer, record);
		if (known === undefined) {
			dispatch({type: 'look-at-newest-transfer'});
			tell(`${askedWords(peer, record)}, not from the index server.`);
		} else if (known.state.kind === 'differs') dispatch({type: 'say', said: undecidedWords(known)});
		else tell(`RFC ${record.rfc} is in Transfers already.`);
	};
	const introduced = (rfc: number, records: readonly RfcRecord[]): Said => {
		const next = peer.standingOf(rfc).obsoletedBy.at(-1);
		const {text, keys} = holdersWords(rfc, records, peer.has(rfc));
		const obsolete = next === undefined ? '' : ` It is obsolete: RFC ${next} took its place.`;
		return withKeys(say(`${text}${obsolete}`), 'search', keys);
	};
	const lookInto = (rfc: number, records: readonly RfcRecord[], said = introduced(rfc, records)): void =>
		dispatch({type: 'look-into', answer: {kind: 'holders', rfc, records}, said});
	const nobody = (rfc: number): void => {
		const never = neverShared(peer.standingOf(rfc));
		if (never !== undefined) {
			lookInto(rfc, [], say(sentence(never)));
			return;
		}
		const peers = peer.index()?.counts.peers;
		const fact = factOf({kind: 'not-found', rfc, ...(peers === undefined ? {} : {peers})});
		lookInto(rfc, [], nobodyWords(fact, peer.facts().wanted.includes(rfc)));
	};
	const all = (answer: Answer | undefined, counts: {readonly records: number; readonly rfcs: number}): void => {
		const state = peer.index()?.state;
		const knows = state === 'stale' ? 'When it was last heard, the index server knew' : 'The index server knows';
		// Whoever watches the wire sees no LIST.
		const here = state === 'live' ? ', and tells every change: the list is here already' : '';
		const text = `${knows} ${counted(counts.records, 'record')} of ${counted(counts.rfcs, 'RFC')}${here}.`;
		const keys = `${keyAtStart('open', 'results')} gets one, ${keyOf('holders', 'results')} shows who has it, ${keyOf('find', 'results')} finds one.`;
		const said =
			counts.records === 0
				? say('The index is empty: nobody shares anything yet.')
				: withKeys(say(text), 'search', keys);
		dispatch({type: 'list', answer, said});
	};
	return {
		get,
		lookInto,
		getBest(rfc, records) {
			const best = bestHolder(records, isMine);
			if (best === 'choose') lookInto(rfc, records);
			else if (best === undefined) tell(`Only you share RFC ${rfc}.`);
			else get(best);
		},
		lookup: rfc =>
			tasks.run({
				words: `Asking the index server at ${server()} who has RFC ${rfc}`,
				work: signal => peer.lookup(rfc, signal),
				done: records => (records.length === 0 ? nobody(rfc) : lookInto(rfc, records)),
				failed,
			}),
		list() {
			const live = peer.index();
			if (live !== undefined) {
				all(undefined, live.counts);
				return;
			}
			tasks.run({
				words: `Asking the index server at ${server()} for everything that is shared`,
				work: signal => peer.list(signal),
				done: records => {
					const rfcs = new Set(records.map(record => record.rfc)).size;
					all({kind: 'all', records}, {records: records.length, rfcs});
				},
				failed,
			});
		},
		find: rfc =>
			tasks.run({
				words: `Asking the index server at ${server()} who has RFC ${rfc}`,
				work: signal => peer.lookup(rfc, signal),
				done: records => {
					const best = bestHolder(records, isMine);
					if (records.length === 0) return nobody(rfc);
					if (best === 'choose') return lookInto(rfc, records);
					if (best === undefined)
						return lookInto(
							rfc,
							records,
							withKeys(say(`Only you share RFC ${rfc}.`), 'search', `${keyAtStart('read', 'results')} reads it.`),
						);
					dispatch({type: 'form-done', focus: 'transfers', said: say('')});
					return get(best);
				},
				failed,
			}),
		...libraryTasks({peer, tasks, dispatch}),
	};
}

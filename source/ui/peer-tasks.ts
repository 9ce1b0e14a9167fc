/** The operations of the menu: what is asked of the peer, what is said while it lasts, and what is said after. */
import type {Dispatch} from 'react';
import type {Peer} from '../peer/peer.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {sentence} from '../text/failures.ts';
import {printable} from '../text/printable.ts';
import {counted} from '../text/quantity.ts';
import type {TaskRunner} from './hooks/use-task.ts';
import {isAmbiguous, versionSentence, versionsOf} from './panes/versions.ts';
import type {Answer, PeerIntent} from './peer-view.ts';
import {bestHolder, isOwn} from './results.ts';
import {say, sentenceOf} from './said.ts';
import {neverShared} from './standing-words.ts';

export type PeerTasks = {
	lookup(rfc: number): void;
	list(): void;
	/** Looks the RFC up and gets it from the first holder that is not this peer. */
	find(rfc: number): void;
	get(record: RfcRecord): void;
	/** Gets an RFC from who holds it: the best holder, or the one that the person then chooses. */
	getBest(rfc: number, records: readonly RfcRecord[]): void;
	/** Shows who holds an RFC of the list. */
	lookInto(rfc: number, records: readonly RfcRecord[]): void;
	/** Takes what is known of a file, and asks for the rest. */
	inspect(file: string): void;
	add(request: {readonly rfc: number; readonly title: string; readonly file?: string}): void;
	/** Shares a document of the folders as it is. */
	share(rfc: number): void;
	remove(rfc: number): void;
	read(rfc: number): void;
	replace(id: number, rfc: number): void;
};

/** What a person can do about an RFC that nobody has. */
const wantHint = 'w puts it on your wanted list and gets it as soon as somebody shares it.';

type Ground = {readonly peer: Peer; readonly tasks: TaskRunner; readonly dispatch: Dispatch<PeerIntent>};

const counts = (records: readonly RfcRecord[]): string =>
	records.length === 1 ? printable(records[0]?.host ?? '') : counted(records.length, 'peer');

/** What the holders of an RFC are introduced with: that they have different files, or that there is one to get. */
function holdersSentence(rfc: number, records: readonly RfcRecord[]): string {
	const versions = versionsOf(records);
	if (isAmbiguous(versions)) return versionSentence(rfc, versions);
	return `The index server says who has RFC ${rfc}: ${counts(records)}. Enter gets it from the one under the cursor.`;
}

export function peerTasks({peer, tasks, dispatch}: Ground): PeerTasks {
	const server = (): string => printable(peer.facts().server);
	const tell = (text: string): void => dispatch({type: 'say', said: say(text)});
	const failed = (error: unknown): void => dispatch({type: 'say', said: say(sentenceOf(error), 'bad')});
	const isMine = (record: RfcRecord): boolean => isOwn(peer.facts())(record);
	const get = (record: RfcRecord): void => {
		peer.get(record);
		tell(
			`Asked ${printable(record.host)} for RFC ${record.rfc}: the file comes straight from that peer, not from the index server.`,
		);
	};
	const introduced = (rfc: number, records: readonly RfcRecord[]): string => {
		const next = peer.standingOf(rfc).obsoletedBy.at(-1);
		return `${holdersSentence(rfc, records)}${next === undefined ? '' : ` It is obsolete: RFC ${next} took its place.`}`;
	};
	const lookInto = (rfc: number, records: readonly RfcRecord[], text = introduced(rfc, records)): void =>
		dispatch({type: 'look-into', answer: {kind: 'holders', rfc, records}, said: say(text)});
	const nobody = (rfc: number): void => {
		const never = neverShared(peer.standingOf(rfc));
		if (never !== undefined) {
			lookInto(rfc, [], sentence(never));
			return;
		}
		const peers = peer.index()?.counts.peers;
		const text = sentence({kind: 'not-found', rfc, ...(peers === undefined ? {} : {peers})});
		const said = say(text.replace('Try again when somebody shares it.', wantHint), 'busy');
		dispatch({type: 'look-into', answer: {kind: 'holders', rfc, records: []}, said});
	};
	const all = (answer: Answer | undefined, counts: {readonly records: number; readonly rfcs: number}): void => {
		const text = `The index server knows ${counted(counts.records, 'record')} of ${counted(counts.rfcs, 'RFC')}. Enter gets one, i shows who has it, / filters.`;
		const said = say(counts.records === 0 ? 'The index is empty: nobody shares anything yet.' : text);
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
					if (best === undefined) return lookInto(rfc, records, `Only you share RFC ${rfc}: R reads it.`);
					dispatch({type: 'form-done', focus: 'transfers', said: say('')});
					return get(best);
				},
				failed,
			}),
		inspect: file =>
			tasks.run({
				words: `Reading ${printable(file)}`,
				work: () => peer.inspect(file),
				done: found =>
					dispatch({
						type: 'form',
						form: {
							kind: 'add-details',
							rfc: found.rfc === undefined ? '' : String(found.rfc),
							title: printable(found.title ?? ''),
							file: found.file,
							field: found.rfc === undefined ? 'rfc' : 'title',
						},
					}),
				failed,
			}),
		add: request =>
			tasks.run({
				words: `Telling the index server that you share RFC ${request.rfc}`,
				work: () => peer.add(request),
				done: entry => {
					const text = `The index server knows now that you share RFC ${entry.rfc}, ${printable(entry.title)}. Others get it from you.`;
					dispatch({type: 'form-done', focus: 'library', said: say(text)});
				},
				failed,
			}),
		share: rfc =>
			tasks.run({
				words: `Telling the index server that you share RFC ${rfc}`,
				work: () => peer.add({rfc}),
				done: () => {
					tell(`The index server knows now that you share RFC ${rfc}. Others get it from you.`);
					dispatch({type: 'undoable', undo: {kind: 'shared', rfc}});
				},
				failed,
			}),
		remove: rfc =>
			tasks.run({
				words: `Taking RFC ${rfc} back from the index server`,
				work: () => peer.remove(rfc),
				done: () => {
					const text = `RFC ${rfc} is taken back: nobody gets it from you any more. The file stays.`;
					dispatch({type: 'form-done', focus: 'library', said: say(text)});
					dispatch({type: 'undoable', undo: {kind: 'removed', rfc}});
				},
				failed,
			}),
		read: rfc =>
			tasks.run({
				words: `Opening RFC ${rfc}`,
				work: () => peer.read(rfc),
				done: text => dispatch({type: 'read', reading: {rfc, text}}),
				failed,
			}),
		replace: (id, rfc) =>
			tasks.run({
				words: `Saving RFC ${rfc}`,
				work: () => peer.replace(id),
				done: () => tell(`The new RFC ${rfc} took the place of your file.`),
				failed,
			}),
	};
}

/** The operations of the menu: what is asked of the peer, what is said while it lasts, and what is said after. */
import type {Dispatch} from 'react';
import type {Peer} from '../peer/peer.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {sentence} from '../text/failures.ts';
import {printable} from '../text/printable.ts';
import {counted} from '../text/quantity.ts';
import type {TaskRunner} from './hooks/use-task.ts';
import type {PeerIntent} from './peer-view.ts';
import {say, sentenceOf} from './said.ts';

export type PeerTasks = {
	lookup(rfc: number): void;
	list(): void;
	/** Looks the RFC up and gets it from the first holder that is not this peer. */
	find(rfc: number): void;
	get(record: RfcRecord): void;
	/** Takes what is known of a file, and asks for the rest. */
	inspect(file: string): void;
	add(request: {readonly rfc: number; readonly title: string; readonly file?: string}): void;
	remove(rfc: number): void;
	read(rfc: number): void;
	replace(id: number, rfc: number): void;
};

type Ground = {readonly peer: Peer; readonly tasks: TaskRunner; readonly dispatch: Dispatch<PeerIntent>};

const holders = (records: readonly RfcRecord[]): string =>
	records.length === 1 ? printable(records[0]?.host ?? '') : counted(records.length, 'peer');

export function peerTasks({peer, tasks, dispatch}: Ground): PeerTasks {
	const server = (): string => printable(peer.facts().server);
	const tell = (text: string): void => dispatch({type: 'say', said: say(text)});
	const failed = (error: unknown): void => dispatch({type: 'say', said: say(sentenceOf(error), 'bad')});
	const isMine = (record: RfcRecord): boolean => {
		const {name, uploadPort} = peer.facts();
		return record.host === name && record.port === uploadPort;
	};
	const get = (record: RfcRecord): void => {
		peer.get(record);
		tell(
			`Asked ${printable(record.host)} for RFC ${record.rfc}: the file comes straight from that peer, not from the index server.`,
		);
	};
	const answer = (
		title: string,
		records: readonly RfcRecord[],
		text: string,
		focus: 'results' | 'transfers' = 'results',
	) => dispatch({type: 'answer', answer: {title, records}, said: say(text), focus});
	const nobody = (rfc: number): void => {
		const text = sentence({kind: 'not-found', rfc});
		dispatch({type: 'answer', answer: {title: `RFC ${rfc}`, records: []}, said: say(text, 'busy'), focus: 'results'});
	};
	return {
		get,
		lookup: rfc =>
			tasks.run({
				words: `Asking the index server at ${server()} who has RFC ${rfc}`,
				work: signal => peer.lookup(rfc, signal),
				done: records =>
					records.length === 0
						? nobody(rfc)
						: answer(
								`RFC ${rfc}`,
								records,
								`The index server says who has RFC ${rfc}: ${holders(records)}. Enter gets it from the one under the cursor.`,
							),
				failed,
			}),
		list: () =>
			tasks.run({
				words: `Asking the index server at ${server()} for everything that is shared`,
				work: signal => peer.list(signal),
				done: records => {
					const rfcs = new Set(records.map(record => record.rfc)).size;
					const text = `The index server knows ${counted(records.length, 'record')} of ${counted(rfcs, 'RFC')}. Enter gets one, / filters.`;
					answer('All RFCs', records, records.length === 0 ? 'The index is empty: nobody shares anything yet.' : text);
				},
				failed,
			}),
		find: rfc =>
			tasks.run({
				words: `Asking the index server at ${server()} who has RFC ${rfc}`,
				work: signal => peer.lookup(rfc, signal),
				done: records => {
					const source = records.find(record => !isMine(record));
					if (records.length === 0) return nobody(rfc);
					if (source === undefined) return answer(`RFC ${rfc}`, records, `Only you share RFC ${rfc}: R reads it.`);
					answer(`RFC ${rfc}`, records, '', 'transfers');
					return get(source);
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
					dispatch({type: 'form', form: undefined});
					tell(
						`The index server knows now that you share RFC ${entry.rfc}, ${printable(entry.title)}. Others get it from you.`,
					);
				},
				failed,
			}),
		remove: rfc =>
			tasks.run({
				words: `Taking RFC ${rfc} back from the index server`,
				work: () => peer.remove(rfc),
				done: () => {
					dispatch({type: 'form', form: undefined});
					tell(
						`RFC ${rfc} is taken back: the index server names you for it no more. The file stays where it is; 1 shares it again.`,
					);
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

/** Tasks on the person's own documents, with the sentences during and after each. */
import type {Dispatch} from 'react';
import type {Peer} from '../../peer/peer.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import type {TaskRunner} from '../hooks/use-task.ts';
import {keyOf} from '../keys.ts';
import {tableAttention} from '../kit/table-view.ts';
import {say, sentenceOf} from '../said.ts';
import type {PeerIntent} from './peer-view.ts';

/** What tasks need. */
export type Ground = {readonly peer: Peer; readonly tasks: TaskRunner; readonly dispatch: Dispatch<PeerIntent>};

export type LibraryTasks = {
	/** Inspects a file, and asks for what is missing. */
	inspect(file: string): void;
	add(request: {readonly rfc: number; readonly title: string; readonly file?: string}): void;
	/** Shares a document in the folders. */
	share(rfc: number): void;
	/** Shares the documents that came with the program. */
	samples(): void;
	remove(rfc: number): void;
	read(rfc: number): void;
	replace(id: number, rfc: number): void;
};

/** Each tells its outcome, failures too, in a sentence on the screen. */
export function libraryTasks({peer, tasks, dispatch}: Ground): LibraryTasks {
	const tell = (text: string): void => dispatch({type: 'say', said: say(text)});
	const failed = (error: unknown): void => dispatch({type: 'say', said: say(sentenceOf(error), 'bad')});
	return {
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
					const text = `The index server now knows that you share RFC ${entry.rfc}, ${printable(entry.title)}: others can get it from you.`;
					dispatch({type: 'form-done', focus: 'library', said: say(text)});
					dispatch({type: 'look-at-document', at: {...tableAttention(), key: entry.rfc}});
					dispatch({type: 'undoable', undo: {kind: 'shared', rfc: entry.rfc}});
				},
				failed,
			}),
		share: rfc =>
			tasks.run({
				words: `Telling the index server that you share RFC ${rfc}`,
				work: () => peer.add({rfc}),
				done: () => {
					tell(`The index server now knows that you share RFC ${rfc}: others can get it from you.`);
					dispatch({type: 'undoable', undo: {kind: 'shared', rfc}});
				},
				failed,
			}),
		samples: () =>
			tasks.run({
				words: 'Copying the sample documents',
				work: () => peer.addSamples(),
				done: added => {
					const text = `${counted(added.length, 'sample document')} of p2pci were copied into your downloads and are shared now: ${keyOf('next-tab', 'peer')} shows them in Library.`;
					dispatch({type: 'form-done', focus: 'results', said: say(text, 'good')});
				},
				failed,
			}),
		remove: rfc =>
			tasks.run({
				words: `Taking RFC ${rfc} back from the index server`,
				work: () => peer.remove(rfc),
				done: () => {
					const text = `RFC ${rfc} is no longer shared: nobody can get it from you. Your file stays.`;
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

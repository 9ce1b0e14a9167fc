/** A change of the index that can be kept: without a reference to its peer. */
import type {Change} from './catalog.ts';
import {recordOf} from './holding.ts';
import type {IndexChange} from './server-state.ts';

/** `epoch`: that of the index, which makes a generation with the number of the change. */
export function indexChange(change: Change, epoch: string): IndexChange {
	const {event, number} = change;
	const {facts} = 'record' in change ? change.record.peer : change.peer;
	const {host, address, port, version} = facts;
	const about = 'record' in change ? {record: recordOf(change.record)} : 'moved' in change ? {moved: change.moved} : {};
	return {event, generation: `${epoch}-${number}`, host, address, port, version, ...about};
}

/** A change of the index as whoever is outside may keep it: without the way to its peer. */
import type {Change} from './catalog.ts';
import {plainRecord} from './holding.ts';
import type {IndexChange} from './server-state.ts';

/** `epoch`: that of the index, which with the change's number is its generation. */
export function indexChange(change: Change, epoch: string): IndexChange {
	const {event, number} = change;
	const {facts} = 'record' in change ? change.record.peer : change.peer;
	const {host, address, port, version} = facts;
	const about = 'record' in change ? {record: plainRecord(change.record)} : {};
	return {event, generation: `${epoch}-${number}`, host, address, port, version, ...about};
}

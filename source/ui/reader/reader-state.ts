/** The view state of the reader. Pure: intents in, state out; it knows neither keys nor peers. */
import type {RfcRecord} from '../../protocol/message.ts';
import type {Reference} from '../../rfc/references.ts';
import type {Said} from '../said.ts';
import type {Breaks, ReaderDocument} from './document.ts';
import {type Place, start} from './rows.ts';

export type Search = {
	readonly text: string;
	readonly typing: boolean;
	/** Where it began. */
	readonly from: Place;
	/** Index of the match under the cursor; -1 for none yet. */
	readonly at: number;
};

/** The link under the cursor: in the line with the standing, or in the text. */
export type LinkKey =
	| {readonly where: 'head'; readonly index: number}
	| {readonly where: 'text'; readonly place: Place; readonly start: number};

/** What can be done about an RFC that is not here: get it from a holder, or put it on the wanted list. */
export type Offer = {readonly to: Reference & {readonly rfc: number}; readonly record?: RfcRecord};

/** Where the person was before a link was followed. */
export type Visit = {readonly rfc: number; readonly place: Place};

export type Contents = {
	readonly focused: boolean;
	/** Index in the list. */
	readonly cursor: number;
	/** Words to filter the headings by, while they are being typed. */
	readonly find?: string | undefined;
};

export type ReaderState = {
	readonly document: ReaderDocument;
	readonly title: string;
	/** The top row. */
	readonly place: Place;
	/** Cells that the text is scrolled to the left. */
	readonly left: number;
	readonly breaks: Breaks;
	readonly search: Search;
	readonly link?: LinkKey | undefined;
	/** The table of contents, while it is shown; either it or the text has the focus. */
	readonly contents?: Contents | undefined;
	/** The overlay above the document. */
	readonly overlay: 'none' | 'help' | 'palette';
	readonly said?: Said | undefined;
	readonly offer?: Offer | undefined;
	/** What opens as soon as it is here. */
	readonly waits?: Offer['to'] | undefined;
	/** The history of followed links, the latest last. */
	readonly visits: readonly Visit[];
};

export const noSearch: Search = {text: '', typing: false, from: start, at: -1};

export type Opening = {
	readonly document: ReaderDocument;
	readonly title: string;
	readonly place: Place;
	readonly said?: Said | undefined;
};

/** The state with a document just opened. */
export const opened = (opening: Opening, visits: readonly Visit[] = [], breaks: Breaks = 'folded'): ReaderState => ({
	...opening,
	left: 0,
	breaks,
	search: noSearch,
	overlay: 'none',
	visits,
});

export type ReaderIntent =
	| {readonly type: 'scroll'; readonly to: Place}
	| {readonly type: 'sideways'; readonly left: number}
	| {readonly type: 'toggle-breaks'}
	| {readonly type: 'search'; readonly search: Search; readonly to?: Place | undefined}
	| {readonly type: 'point'; readonly link: LinkKey | undefined; readonly to?: Place | undefined}
	/** Selects the link to what replaced the document. */
	| {readonly type: 'point-at-replacement'}
	| {readonly type: 'contents'; readonly contents: ReaderState['contents']}
	| {readonly type: 'overlay'; readonly overlay: ReaderState['overlay']}
	| {readonly type: 'say'; readonly said: Said | undefined}
	| {readonly type: 'offer'; readonly offer: Offer; readonly said: Said}
	| {readonly type: 'wait'; readonly to: ReaderState['waits']; readonly said?: Said | undefined}
	/** Jumps within the document; Backspace returns. */
	| {readonly type: 'jump'; readonly to: Place; readonly keepContents?: boolean}
	/** Opens another document; Backspace returns, unless this was the way back. */
	| {readonly type: 'open'; readonly opening: Opening; readonly back: boolean}
	| {readonly type: 'step-back'; readonly to: Place};

const mostVisits = 100;

const visited = ({visits, document, place}: ReaderState): readonly Visit[] =>
	[...visits, {rfc: document.rfc, place}].slice(-mostVisits);

/** Clears messages about the former position. */
const quiet = {said: undefined, offer: undefined} as const;

/** The state after an intent. */
export function readerReducer(state: ReaderState, intent: ReaderIntent): ReaderState {
	switch (intent.type) {
		case 'scroll':
			return {...state, place: intent.to, ...(state.waits === undefined ? quiet : {})};
		case 'sideways':
			return {...state, left: Math.max(0, intent.left)};
		case 'toggle-breaks':
			return {...state, breaks: state.breaks === 'folded' ? 'kept' : 'folded', link: undefined};
		case 'search':
			return {...state, ...quiet, search: intent.search, place: intent.to ?? state.place, contents: unfocused(state)};
		case 'point':
			return {...state, ...quiet, link: intent.link, place: intent.to ?? state.place};
		case 'point-at-replacement':
			return {...state, link: {where: 'head', index: 0}};
		case 'contents':
			return {...state, ...quiet, contents: intent.contents};
		case 'overlay':
			return {...state, overlay: intent.overlay};
		case 'say':
			return {...state, said: intent.said, offer: undefined};
		case 'offer':
			return {...state, offer: intent.offer, said: intent.said};
		case 'wait':
			return {...state, ...quiet, waits: intent.to, said: intent.said};
		case 'jump': {
			const contents = intent.keepContents ? unfocused(state) : undefined;
			return {...state, ...quiet, visits: visited(state), place: intent.to, left: 0, link: undefined, contents};
		}
		case 'open': {
			const visits = intent.back ? state.visits.slice(0, -1) : visited(state);
			const {contents} = state;
			return {
				...opened(intent.opening, visits, state.breaks),
				...(contents === undefined ? {} : {contents: {focused: false, cursor: 0}}),
			};
		}
		case 'step-back':
			return {...state, ...quiet, visits: state.visits.slice(0, -1), place: intent.to, link: undefined};
	}
}

const unfocused = ({contents}: ReaderState): ReaderState['contents'] =>
	contents === undefined ? undefined : {focused: false, cursor: contents.cursor};

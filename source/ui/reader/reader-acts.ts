/** The actions of the reader. */
import {type Act, keyOf} from '../keys.ts';
import {scrolled} from '../kit/lines.ts';
import {say} from '../said.ts';
import {citation} from './citation.ts';
import {
	findInContents,
	jumpToSection,
	listAllContents,
	listedSections,
	moveInContents,
	toggleContents,
} from './contents.ts';
import {followReference, goBack, takeOffer} from './follow.ts';
import {nextLink} from './links.ts';
import {type ReaderScene, sameLink, sectionHere, selectedLink, type VisibleLink, visibleLinks} from './reader-scene.ts';
import {noSearch} from './reader-state.ts';
import {placeOf, rowOf} from './rows.ts';
import {matchesIn, matchesOf, matchFrom, rowOfMatch} from './search.ts';

const sidewaysStep = 8;

/** Scrolls so that a row is a third of a page from the top, if possible. */
function placeAround({rows, layout}: ReaderScene, row: number) {
	const offset = scrolled(row - Math.floor(layout.textRows / 3), rows.texts.length, layout.textRows);
	return placeOf(rows, offset);
}

/** Scrolls no further than needed to show a row. */
function placeShowing(scene: ReaderScene, row: number) {
	const {offset, layout, rows} = scene;
	return row >= offset && row < offset + layout.textRows ? placeOf(rows, offset) : placeAround(scene, row);
}

/** Scrolls the text, or moves the cursor of the contents. */
export function scroll(scene: ReaderScene, by: number, pane: 'text' | 'contents'): void {
	const {rows, offset, layout, dispatch} = scene;
	if (pane === 'contents') moveInContents(scene, by);
	else dispatch({type: 'scroll', to: placeOf(rows, scrolled(offset + by, rows.texts.length, layout.textRows))});
}

function sideways({state, rows, layout, dispatch}: ReaderScene, by: number): void {
	const most = Math.max(0, rows.widest - (layout.textWidth - 4));
	dispatch({type: 'sideways', left: Math.max(0, Math.min(most, state.left + by))});
}

/** Goes to the next or previous match, wrapping around. */
function jump(scene: ReaderScene, by: 1 | -1): void {
	const {state, matches, offset, dispatch} = scene;
	const count = matches.starts.length;
	if (count === 0) return;
	const {at} = state.search;
	const index = at < 0 ? matchFrom(matches, offset) : (at + by + count) % count;
	dispatch({type: 'search', search: {...state.search, at: index}, to: placeShowing(scene, rowOfMatch(matches, index))});
}

/** Shows the first match from where the search began, while it is being typed. */
export function typeSearch(scene: ReaderScene, text: string): void {
	const {rows, state, dispatch, layout} = scene;
	const matches = matchesOf(rows, text);
	const {from} = state.search;
	const began = rowOf(rows, from);
	const at = matches.starts.length === 0 ? -1 : matchFrom(matches, began);
	const before = {...scene, offset: scrolled(began, rows.texts.length, layout.textRows)};
	const to = at < 0 ? from : placeShowing(before, rowOfMatch(matches, at));
	dispatch({type: 'search', search: {...state.search, text, at}, to});
}

/**
 * Where to start: at the match under the cursor; otherwise links of the text come before those of the line above it,
 * which is always visible.
 */
function firstLink({state, matches, offset}: ReaderScene, links: readonly VisibleLink[], by: 1 | -1) {
	if (by === -1) return links.at(-1);
	const {at} = state.search;
	if (at < 0) return offset === 0 ? links[0] : links.find(({row}) => row !== undefined);
	const matchRow = rowOfMatch(matches, at);
	const from = matchesIn(matches, matchRow).find(({index}) => index === at)?.start ?? 0;
	return links.find(({row = -1, end = 0}) => row > matchRow || (row === matchRow && end > from));
}

/** Selects the next link: first those on the screen, then those further on. */
function point(scene: ReaderScene, by: 1 | -1): void {
	const {state, rows, offset, layout, dispatch} = scene;
	const links = visibleLinks(scene);
	const at = links.findIndex(({key}) => sameLink(key, state.link));
	const next = at === -1 ? firstLink(scene, links, by) : links[at + by];
	if (next !== undefined) {
		dispatch({type: 'point', link: next.key});
		return;
	}
	const from = by === 1 ? offset + layout.textRows : offset - 1;
	const further = nextLink({document: state.document, rows}, from, by);
	if (further !== undefined) {
		const link = {where: 'text', place: placeOf(rows, further.row), start: further.start} as const;
		dispatch({type: 'point', link, to: placeAround(scene, further.row)});
	} else dispatch({type: 'say', said: say(by === 1 ? 'No more links below.' : 'No more links above.')});
}

function follow(scene: ReaderScene): void {
	const link = selectedLink(scene);
	if (link !== undefined) followReference(scene, link.to);
	else point(scene, 1);
}

/** Enter without a link: goes to the section under the cursor of the contents, or accepts the offer. */
function open(scene: ReaderScene): void {
	const {contents} = scene.state;
	if (contents?.focused === true) jumpToSection(scene, listedSections(scene)[contents.cursor]);
	else takeOffer(scene);
}

function beginSearch(scene: ReaderScene): void {
	const {state, dispatch, rows, offset} = scene;
	if (state.contents?.focused === true) findInContents(scene, '');
	else dispatch({type: 'search', search: {...noSearch, typing: true, from: placeOf(rows, offset)}});
}

function submit(scene: ReaderScene): void {
	const {state, dispatch} = scene;
	if (state.contents?.find !== undefined) open(scene);
	else dispatch({type: 'search', search: {...state.search, typing: false}});
}

/** One step back: cancels the offer or the wait, then the search, the contents, the reader. */
function back(scene: ReaderScene): void {
	const {state, dispatch, tasks, close} = scene;
	if (tasks.cancel()) dispatch({type: 'say', said: say('Cancelled.')});
	else if (state.contents?.find !== undefined) listAllContents(scene);
	else if (state.search.typing || state.search.text !== '')
		dispatch({type: 'search', search: noSearch, to: state.search.typing ? state.search.from : undefined});
	else if (state.waits !== undefined) dispatch({type: 'wait', to: undefined});
	else if (state.offer !== undefined) dispatch({type: 'say', said: undefined});
	else if (state.contents !== undefined) dispatch({type: 'contents', contents: undefined});
	else if (state.link?.where === 'text') dispatch({type: 'point', link: undefined});
	else close();
}

function copyCitation({state, copy, dispatch}: ReaderScene): void {
	const text = citation(state.document, sectionHere(state), state.title);
	copy(text);
	dispatch({type: 'say', said: say(`Copied, where this terminal allows it: ${text}`, 'good')});
}

function showIn(scene: ReaderScene, kind: 'pager' | 'editor'): void {
	const {peer, state, show, dispatch} = scene;
	const file = peer.library().find(({rfc}) => rfc === state.document.rfc)?.file;
	if (file === undefined) {
		dispatch({type: 'say', said: say('The file is not in your folders any more.', 'bad')});
		return;
	}
	void show(kind, file).then(trouble => {
		if (trouble !== undefined) dispatch({type: 'say', said: say(trouble, 'bad')});
	});
}

const acts: Partial<Record<Act, (scene: ReaderScene) => void>> = {
	search: beginSearch,
	submit,
	'next-match': scene => jump(scene, 1),
	'previous-match': scene => jump(scene, -1),
	'next-link': scene => point(scene, 1),
	'previous-link': scene => point(scene, -1),
	follow,
	'go-back': goBack,
	open,
	want: takeOffer,
	contents: toggleContents,
	'page-breaks': ({dispatch}) => dispatch({type: 'toggle-breaks'}),
	'scroll-left': scene => sideways(scene, -sidewaysStep),
	'scroll-right': scene => sideways(scene, sidewaysStep),
	'copy-citation': copyCitation,
	pager: scene => showIn(scene, 'pager'),
	editor: scene => showIn(scene, 'editor'),
	help: ({dispatch}) => dispatch({type: 'overlay', overlay: 'help'}),
	palette: ({dispatch}) => dispatch({type: 'overlay', overlay: 'palette'}),
	interrupt: ({interrupt}) => interrupt(),
	close: ({close}) => close(),
	back,
};

/** Performs an action. */
export function actInReader(scene: ReaderScene, act: Act): void {
	const page = Math.max(1, scene.layout.textRows - 1);
	const all = scene.rows.texts.length + 1;
	const moves: Partial<Record<Act, number>> = {
		up: -1,
		down: 1,
		'page-up': -page,
		'page-down': page,
		first: -all,
		last: all,
	};
	const by = moves[act];
	// A key pressed before the links are known works at once.
	scene.state.document.study();
	if (by === undefined) acts[act]?.(scene);
	else scroll(scene, by, scene.state.contents?.focused === true ? 'contents' : 'text');
}

/** Why an action is not possible now, in a few words; undefined when it is. */
export function reasonAgainst(scene: ReaderScene, act: Act): string | undefined {
	const {state, matches, rows, layout} = scene;
	switch (act) {
		case 'next-match':
		case 'previous-match':
			return matches.starts.length === 0 ? 'nothing matches' : undefined;
		case 'go-back':
			return state.visits.length === 0 ? 'no link was followed' : undefined;
		case 'follow':
			return selectedLink(scene) === undefined ? `${keyOf('next-link', 'reader')} chooses a link` : undefined;
		case 'scroll-left':
			return state.left === 0 ? 'at the left edge' : undefined;
		case 'scroll-right':
			return rows.widest <= layout.textWidth - 4 + state.left ? 'at the right edge' : undefined;
		default:
			return undefined;
	}
}

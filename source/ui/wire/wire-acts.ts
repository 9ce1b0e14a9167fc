/** The actions on messages, the same on both screens. */
import type {WireEntry} from '../../net/wire-log.ts';
import type {Act} from '../acts.ts';
import {keyOf} from '../keys.ts';
import type {TableAttention} from '../kit/table-view.ts';
import {defaultName} from './transcript.ts';
import type {WireIntent, WireLook} from './wire-look.ts';
import {heldOrFollowing, type WireModel} from './wire-model.ts';

export type WireScene = {
	readonly at: TableAttention<number>;
	readonly model: WireModel;
	readonly look: WireLook;
	/** The message in the details. */
	readonly message: WireEntry | undefined;
	/** Whether it is open on the whole screen. */
	readonly zoomed: boolean;
	/** Whether the screen has room for details beside the wire. */
	readonly hasDetails: boolean;
	/** Milliseconds since the epoch. */
	readonly now: number;
	lookAt(at: TableAttention<number>): void;
	change(intent: WireIntent): void;
	/** Opens the details on the whole screen. */
	zoom(): void;
	/** Focuses the wire. */
	focus(): void;
	copy(text: string): void;
	say(text: string): void;
};

/** Opens the message under the cursor on the whole screen. */
export function openMessage({message, change, zoom}: WireScene): void {
	if (message === undefined) return;
	change({kind: 'open', entry: message});
	zoom();
}

/** Sets how messages are shown. If none is visible, the one under the cursor is opened. */
function show(scene: WireScene, mode: 'raw' | 'explained'): void {
	const visible = scene.zoomed || scene.hasDetails;
	if (visible || scene.look.mode !== mode) scene.change({kind: 'mode', mode});
	if (!visible) openMessage(scene);
}

/** Goes to the previous or next message of the same conversation. */
function go({model, message, change, lookAt, at, say}: WireScene, by: 1 | -1): void {
	const next = message === undefined ? undefined : model.list.neighbourOf(message, by);
	if (next === undefined) {
		say(
			by === 1
				? 'That is the newest message of this conversation.'
				: 'That is the oldest message of this conversation.',
		);
		return;
	}
	change({kind: 'open', entry: next});
	const place = model.list.source({filter: at.filter, offset: 0, limit: 0, anchor: next.id}).anchorIndex;
	if (place !== undefined) lookAt({...at, follows: false, key: next.id, index: place});
}

/** One step back in an open message: to how it was shown at first. False where it is shown so. */
export function backInMessage({zoomed, look, change}: WireScene): boolean {
	const {mode, openedAs = mode} = look;
	if (!zoomed || openedAs === mode) return false;
	change({kind: 'mode', mode: openedAs});
	return true;
}

function copyMessage({message, copy, say}: WireScene): void {
	if (message === undefined) return;
	copy(message.text === '' ? message.summary : message.text);
	say('Copied the message, where this terminal allows it.');
}

const wireActs: Partial<Record<Act, (scene: WireScene) => void>> = {
	hold: ({model, at, lookAt}) => lookAt(heldOrFollowing(model, at)),
	raw: scene => show(scene, 'raw'),
	explain: scene => show(scene, 'explained'),
	'next-message': scene => go(scene, 1),
	'previous-message': scene => go(scene, -1),
	'copy-message': copyMessage,
	write: ({change, zoomed, now}) =>
		change({kind: 'save', saving: {what: zoomed ? 'message' : 'list', name: defaultName(now)}}),
	ladder({look, change, focus}) {
		focus();
		change({kind: 'ladder', shown: !look.ladder});
	},
};

/** Performs an action on messages. False when it is none. */
export function actOnWire(scene: WireScene, act: Act): boolean {
	const found = wireActs[act];
	found?.(scene);
	return found !== undefined;
}

/** Why an action is not possible now, in a few words; undefined when it is. */
export function reasonAgainstWire({message, model}: WireScene, act: Act): string | undefined {
	switch (act) {
		case 'raw':
		case 'explain':
		case 'copy-message':
			return message === undefined ? 'no message here' : undefined;
		case 'write':
			return model.list.matching.length === 0 ? 'no message to write' : undefined;
		default:
			return undefined;
	}
}

/** What can be done with the message in the details, for their lower border. */
export function messageHint({message, zoomed, look}: Pick<WireScene, 'message' | 'zoomed' | 'look'>): string {
	if (message === undefined) return '';
	if (!zoomed)
		return `${keyOf('explain', 'message')} ${look.mode === 'explained' ? 'shows it as it was' : 'explains each field'}`;
	return [
		`${keyOf('next-message', 'message')} ${keyOf('previous-message', 'message')} through the conversation`,
		`${keyOf('explain', 'message')} explains`,
		`${keyOf('raw', 'message')} bytes`,
		`${keyOf('copy-message', 'message')} copies`,
		`${keyOf('write', 'message')} writes`,
	].join(' · ');
}

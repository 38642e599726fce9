// Joins the messages that a person keeps as favourites to the composer.
import { Favorites } from "./elements/favorites.js";
import { find } from "./helpers/dom.js";

let isJoined = false;

/**
 * Does so once, however often it is asked to.
 *
 * @param {Page.Parts} page
 */
export function joinFavorites({ chat, composer }) {
    if (isJoined) return;
    isJoined = true;
    customElements.define("martlet-favorites", Favorites);
    const view = find("martlet-favorites");
    view.bind(chat, (text) => composer.insert(text));
}

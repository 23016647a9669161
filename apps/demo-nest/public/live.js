// Fills in the card "Live", and says so when the session is over.
const card = document.getElementById('live')
const texts = {
  state: document.getElementById('live-state'),
  person: document.getElementById('live-person'),
  count: document.getElementById('live-count'),
  cart: document.getElementById('live-cart'),
}
const policyViolation = 1008

card.hidden = false
connect()

function connect() {
  const socket = new WebSocket('/live')
  socket.addEventListener('message', ({ data }) => {
    const { person, count, cart } = JSON.parse(data)
    show('on', 'Connected')
    texts.person.textContent = person
    texts.count.textContent = count
    texts.cart.textContent = cart
  })
  socket.addEventListener('close', ({ code }) => {
    if (code === policyViolation) {
      show('dark', 'Signed out')
      for (const part of [texts.person, texts.count, texts.cart]) part.textContent = '–'
      return
    }
    show('off', 'Not connected')
    setTimeout(connect, 2000)
  })
}

function show(state, text) {
  card.dataset.state = state
  texts.state.textContent = text
}

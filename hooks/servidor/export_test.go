package servidor

// Doors are what the API answers to a guest.
var Doors = doors
